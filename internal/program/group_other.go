//go:build !unix

package program

import "os/exec"

// ownGroup does nothing: the command alone is killed when its context ends.
func ownGroup(*exec.Cmd) {}

// endGroup does nothing.
func endGroup(*exec.Cmd) {}
