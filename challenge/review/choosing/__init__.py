"""选定: where the mode says so, the poster chooses among the bids; experts check, the bureau decides."""
