# The calls behind change.yaml, R 4.2.2. Run with Rscript; every line prints one number.
options(digits = 15)
p <- c(0.01, 0.04, 0.03, 0.005, NA, 0.2, 0.041)
d <- ToothGrowth$len[1:10] - ToothGrowth$len[31:40]
cut_mean <- function(lo, hi) integrate(function(x) x * dnorm(x, 50, 10), lo, hi, rel.tol = 1e-12)$value / integrate(dnorm, lo, hi, 50, 10, rel.tol = 1e-12)$value

qnorm(0.975) * 4 * sqrt(2) * sqrt(1 - 0.87)
qnorm(0.975) * sqrt(2) * 1.03
qnorm(0.95) * 3.2
(7.7 * 4.7 + 4.8 * 19.7) / (7.7 + 4.8)
19.7 - 2 * 7.7
4.7 + 2 * 4.8
prop.test(3, 5, correct = FALSE)$conf.int[1]
prop.test(1, 6, correct = FALSE)$conf.int[2]
10 / (4 * sqrt(2 * (1 - 0.87)))
qnorm(0.975) * sd(d)
qnorm(0.975) * sd(d) * sqrt(9 / qchisq(0.025, 9))
sd(d) / sqrt(2)
(1 - 0.6) * (50 - cut_mean(60, 130))
(1 - 0.6) * (50 - cut_mean(40, 45))
p.adjust(p, "bonferroni")[2]
p.adjust(p, "bonferroni")[3]
p.adjust(p, "holm")[2]
p.adjust(p, "holm")[3]
p.adjust(p, "hochberg")[2]
p.adjust(p, "hochberg")[3]
p.adjust(p, "hommel")[2]
p.adjust(p, "hommel")[3]
p.adjust(p, "BH")[2]
p.adjust(p, "BH")[3]
p.adjust(p, "BY")[2]
p.adjust(p, "BY")[3]
