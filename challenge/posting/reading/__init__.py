"""浏览: how often the page of a public list was opened, as a number a day that says nothing about who."""
