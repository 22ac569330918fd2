# The calls behind summaries_of_print.yaml, R 4.2.2. Run with Rscript; every line prints one number.
options(digits = 15)
suppressMessages({library(psych); library(e1071)})
x <- airquality$Ozone[!is.na(airquality$Ozone)]; it <- attitude[, 2:7]
z <- function(r) atanh(r); V <- cov(it); tot <- sum(V); off <- V - diag(diag(V))
l4 <- function() max(sapply(1:31, function(k) { s <- 2 * as.integer(intToBits(k))[1:6] - 1; 1 - drop(t(s) %*% V %*% s) / tot }))
W <- function() { r <- .5; q <- .3; s <- .4; n <- 60; D <- 1 - r^2 - q^2 - s^2 + 2 * r * q * s; (r - q) * sqrt((n - 1) * (1 + s) / (2 * ((n - 1) / (n - 3)) * D + ((r + q)^2 / 4) * (1 - s)^3)) }
meng <- function() { r <- .5; q <- .3; s <- .4; m <- (r^2 + q^2) / 2; f <- min((1 - s) / (2 * (1 - m)), 1); h <- (1 - f * m) / (1 - m); (z(r) - z(q)) * sqrt(57 / (2 * (1 - s) * h)) }
stg <- function() { r <- .5; q <- .3; s <- .4; m <- ((r + q) / 2)^2; c <- (s * (1 - 2 * m) - m / 2 * (1 - 2 * m - s^2)) / (1 - m)^2; (z(r) - z(q)) * sqrt(57) / sqrt(2 - 2 * c) }
ci <- function(r, n) tanh(z(r) + c(-1, 1) * qnorm(.975) / sqrt(n - 3))
zou <- function(r, n, q, m, s) { a <- ci(r, n); b <- ci(q, m); r - q + c(-1, 1) * sqrt(c((r - a[1])^2 + (b[2] - q)^2 - 2 * s * (r - a[1]) * (b[2] - q), (a[2] - r)^2 + (q - b[1])^2 - 2 * s * (a[2] - r) * (q - b[1]))) }
cr <- function(r, q, s) ((s - r * q / 2) * (1 - r^2 - q^2 - s^2) + s^3 / 2) / ((1 - r^2) * (1 - q^2))
zz <- z(c(.3, .5, .45)); ww <- c(20, 35, 50) - 3; zb <- sum(ww * zz) / sum(ww)
wins <- function(v, g) { k <- floor(g * length(v)); s <- sort(v); s <- pmin(pmax(s, s[k + 1]), s[length(s) - k]); sd(s) / ((1 - 2 * g) * sqrt(length(s))) }
pre <- c(20, 15, 24, 18, 12, 21); post <- c(12, 14, 15, 16, 13, 9); mu <- 18; r <- .8; s <- 5; s2 <- 6; rr <- .6
HA <- function() { d <- post - pre; rd <- ((s^2 + s2^2) * r - 2 * s * s2 * rr) / (s^2 + s2^2 - 2 * s * s2 * rr); (d * rd + mean(d) * (1 - rd)) / (sqrt(rd) * sqrt((s^2 + s2^2) * (1 - r))) }
se <- function() { n <- 37; m <- 12.4; i <- c(12, 6, 20); c(n, m, i) }
luo <- function(n, m, q, e) { a <- 2.2 / (2.2 + n^.75); b <- .7 - .72 / n^.55; a * mean(e) + b * mean(q) + (1 - a - b) * m }
p <- c(.001, .02, .03, .2, .04)

e1071::skewness(x, type = 1)
e1071::kurtosis(x, type = 1)
e1071::skewness(x, type = 2)
e1071::kurtosis(x, type = 2)
e1071::skewness(x, type = 3)
e1071::kurtosis(x, type = 3)
quantile(x, .3, type = 1)
quantile(x, .3, type = 2)
quantile(x, .3, type = 3)
quantile(x, .3, type = 4)
quantile(x, .3, type = 5)
quantile(x, .3, type = 6)
quantile(x, .3, type = 8)
quantile(x, .3, type = 9)
IQR(x)
mad(x)
mean(x, trim = .2)
wins(x, .2)
mean(x, trim = .2) + qt(.975, length(x) - 2 * floor(.2 * length(x)) - 1) * wins(x, .2)
sort(x)[qbinom(.025, length(x), .5)]
sort(x)[length(x) + 1 - qbinom(.025, length(x), .5)]
sqrt(25) * (8 - 3) / (2 * qt(.975, 24))
(.7 + .39 / 37) * 13 + (.3 - .39 / 37) * 12
(18 - 8) / (2 * qnorm((.75 * 37 - .125) / (37 + .25)))
4 / (4 + 37^.75) * 15 + (1 - 4 / (4 + 37^.75)) * 12
26 / (2 * qnorm((37 - .375) / (37 + .25)))
luo(37, 12, c(8, 18), c(2, 28))
26 / (4 * qnorm((37 - .375) / (37 + .25))) + 10 / (4 * qnorm((.75 * 37 - .125) / (37 + .25)))
sd(c(pre, post))
ci(.42, 35)[1]
2 * pt(-.42 * sqrt(33 / (1 - .42^2)), 33)
r.test(n = 40, r12 = .5, r34 = .2, n2 = 55)$z
r.test(n = 40, r12 = .5, r34 = .2, n2 = 55)$p
zou(.5, 40, .2, 55, 0)[1]
r.test(n = 60, r12 = .5, r13 = .3, r23 = .4)$t
r.test(n = 60, r12 = .5, r13 = .3, r23 = .4)$p
zou(.5, 60, .3, 60, cr(.5, .3, .4))[2]
meng()
stg()
tanh(zb)
tanh(zb + qnorm(.975) / sqrt(sum(ww)))
pchisq(sum(ww * (zz - zb)^2), 2, lower.tail = FALSE)
1 - exp(log(1 - psych::alpha(it)$total$raw_alpha) + qnorm(.975) * sqrt(12 / (5 * 28)))
1 - exp(log(1 - psych::alpha(it)$total$raw_alpha) - qnorm(.975) * sqrt(12 / (5 * 28)))
1 - sum(diag(V)) / tot
1 - sum(diag(V)) / tot + sqrt(6 / 5 * sum(off^2)) / tot
psych::alpha(it)$total$raw_alpha
l4()
1 - sum(diag(V)) / tot + 2 * sqrt(max(colSums(off^2))) / tot
1 - sum(1 / diag(solve(V))) / tot
(function(a) { l <- 1 - (1 - a) * qf(.975, 29, 145); l / (6 - 5 * l) })(psych::alpha(it)$total$std.alpha)
(post[1] - (mu + r * (pre[1] - mu))) / (s * sqrt(1 - r^2))
(post[1] - (mu + r * (pre[1] - mu))) / (s * sqrt(1 - r))
(post[1] - (mu + r * (pre[1] - mu))) / sqrt(s^2 * r^2 * (1 - r) + s2^2 * (1 - r))
HA()[1]
(post[1] - pre[1] + 1.5) / 3.2
1 - (1 - .02)^5
max(1 - (1 - .02)^4, 1 - (1 - .03)^3, 1 - (1 - .04)^2)
p.adjust(p, 'hommel')[2]
