# The calls behind power_of_more_tests.yaml, R 4.2.2. Run with Rscript; every line prints one number.
options(digits = 15)
suppressMessages(library(pwr))
tost <- function(n, sd, lo, hi, d = 0, arms = 1) { df <- if (arms == 1) n - 1 else 2 * n - 2; k <- if (arms == 1) sqrt(n) else sqrt(n / 2); q <- qt(.95, df); a <- (lo - d) / sd * k; b <- (hi - d) / sd * k; integrate(function(s) 2 * df * s * dchisq(df * s^2, df) * (pnorm(b - q * s) - pnorm(a + q * s)), 0, (b - a) / (2 * q), rel.tol = 1e-12, subdivisions = 2000)$value }
mc <- function(u, d, n) pnorm((abs(u - d) * sqrt(n) - qnorm(.975) * sqrt(u + d)) / sqrt(u + d - (u - d)^2))

power.prop.test(p1 = .6, p2 = .4, power = .8, tol = 1e-12)$n
power.prop.test(n = 50, p1 = .6, p2 = .4)$power
power.prop.test(p1 = .15, p2 = .05, power = .9, alternative = 'one.sided', tol = 1e-12)$n
pwr.chisq.test(w = .3, df = 4, power = .8)$N
pwr.chisq.test(w = .25, N = 120, df = 2)$power
pwr.chisq.test(N = 100, df = 1, power = .8)$w
pwr.f2.test(u = 3, v = 76, f2 = .15)$power
pwr.f2.test(u = 2, f2 = .1, power = .9)$v
tost(30, 4, -2, 2)
tost(40, 4, -3, 3, 0.5, 2)
uniroot(function(n) tost(n, 4, -2, 2) - .8, c(10, 100), tol = 1e-11)$root
mc(.25, .1, 100)
((qnorm(.975) * sqrt(.35) + qnorm(.9) * sqrt(.35 - .15^2)) / .15)^2
(qnorm(.975) + qnorm(.8))^2 / (.25 * log(.6)^2)
pnorm(abs(log(.6)) * sqrt(120 * 2 / 9) - qnorm(.975))
