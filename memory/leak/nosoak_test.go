//go:build !soak

package leak_test

const falseAlarmRuns = 10
