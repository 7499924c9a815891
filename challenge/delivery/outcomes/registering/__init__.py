"""登记: the technology contract of a project and its result, as data sets that an officer checks and registers."""
