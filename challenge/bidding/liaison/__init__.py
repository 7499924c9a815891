"""对接: teams and the demander get in contact before the deadline and sign what a joint bid stands on."""
