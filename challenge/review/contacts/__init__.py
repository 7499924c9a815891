"""接触报告: who tried to talk to whom about a list (我被打招呼), kept as a sealed record and looked into."""
