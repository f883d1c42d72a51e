// want: output "other error"
// A type switch sees only the outermost error. Once the error is wrapped, its case is missed.
package main

import (
	"fmt"
	"io/fs"
)

func describe(err error) string {
	switch err := err.(type) {
	case *fs.PathError:
		return "a file: " + err.Path
	default:
		return "other error"
	}
}

func main() {
	err := &fs.PathError{Op: "open", Path: "a.txt", Err: fs.ErrNotExist}
	fmt.Println(describe(fmt.Errorf("load: %w", err)))
}
