"""合同 (contract): drafted from list and bid, confirmed by all sides, amended by versions."""
