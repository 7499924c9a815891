"""验收 (acceptance): what was promised is judged once and as a whole, concluded, published, settled and kept."""
