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
