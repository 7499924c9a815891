"""推荐: pages, feedback and evaluation of recommended experts and lists."""
