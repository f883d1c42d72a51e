// want: output "3 calls for a permission that is missing"
// The error is compared with ==, so a wrapped one is retried.
package main

import (
	"fmt"
	"io/fs"
)

func read(name string) error { return fmt.Errorf("read %s: %w", name, fs.ErrPermission) }

func main() {
	calls := 0
	for range 3 {
		calls++
		if err := read("/etc/shadow"); err == nil || err == fs.ErrPermission {
			break
		}
	}
	fmt.Println(calls, "calls for a permission that is missing")
}
