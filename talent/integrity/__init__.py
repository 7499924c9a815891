"""科研诚信: cases about a person or an organisation, their findings with periods, and the question at every gate."""
