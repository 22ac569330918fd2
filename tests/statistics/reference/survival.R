# What the calls in survival.yaml stand on.
suppressMessages({library(survival); library(cmprsk)}); options(digits = 15)
exactly <- coxph.control(eps = 1e-13, toler.chol = 1e-15, iter.max = 60)
curve <- survfit(Surv(time, status) ~ 1, lung, conf.type = "log-log")
men <- subset(lung, sex == 1); women <- subset(lung, sex == 2)
mean_until <- function(data, until) summary(survfit(Surv(time, status) ~ 1, data), rmean = until)$table
small <- data.frame(time = c(3, 5, 5, 8, 10, 12, 15, 15, 20, 22), event = c(1, 1, 0, 1, 1, 0, 1, 1, 0, 1), entry = c(0, 2, 0, 4, 1, 6, 3, 9, 2, 11))
cox_of <- function(formula, data = lung, ...) do.call("coxph", list(formula, data = data, control = exactly, ...))
ways <- data.frame(time = c(1, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9), event = c(1, 2, 0, 1, 2, 2, 1, 0, 1, 2, 1, 0), group = rep(1:2, 6))
by_cmprsk <- timepoints(cuminc(ways$time, ways$event), 1:9)
by_survival <- summary(survfit(Surv(time, factor(event, 0:2)) ~ 1, ways), times = 7)
monitored <- read.csv("data/mgus2.csv"); monitored$until <- with(monitored, ifelse(pstat == 0, futime, ptime)); monitored$way <- with(monitored, ifelse(pstat == 0, 2 * death, 1))
subdistribution <- function(cause) crr(monitored$until, monitored$way, cbind(monitored$age, monitored$male), failcode = cause, gtol = 1e-13)
by_scale <- function(kind) summary(survfit(Surv(time, status) ~ 1, lung, conf.type = kind), times = 300)
told <- cox_of(Surv(time, status) ~ age + ph.karno)
ratio_of <- function(lost = FALSE) { m <- mean_until(women, 500); w <- mean_until(men, 500); a <- m["rmean"]; b <- w["rmean"]; if (lost) { a <- 500 - a; b <- 500 - b }; s <- sqrt((m["se(rmean)"] / a)^2 + (w["se(rmean)"] / b)^2); c(a / b, exp(log(a / b) - qnorm(0.975) * s)) }
