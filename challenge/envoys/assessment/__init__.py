"""年度考核: the year of an envoy in numbers that anybody can follow, with the words of all sides and a grade."""
