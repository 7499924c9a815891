"""专家抽取: two seeds committed in advance, a list of candidates, a draw that anybody can compute again."""
