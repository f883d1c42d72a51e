//go:build unix

package program

import (
	"os/exec"
	"syscall"
)

// ownGroup puts a command into a process group of its own, and has the group
// killed when the command's context ends.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

// endGroup kills what is left of a group whose command has ended.
func endGroup(cmd *exec.Cmd) {
	if cmd.Process != nil {
		// An error says that nothing is left.
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	}
}
