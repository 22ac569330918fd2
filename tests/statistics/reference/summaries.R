# The calls behind summaries.yaml, R 4.2.2. Run with Rscript; every line prints one number.
options(digits = 15)


local({ mean(c(3, 1, 4, 1, 5, 9, 2, 6)) })
local({ t.test(c(3, 1, 4, 1, 5, 9, 2, 6))$conf.int[1] })
local({ t.test(c(3, 1, 4, 1, 5, 9, 2, 6))$conf.int[2] })
local({ sd(c(3, 1, 4, 1, 5, 9, 2, 6)) })
local({ e1071::skewness(c(-6, -3, 0, 1, -2, -8, 2, -1, -1, -12), type = 2) })
