// want: output "an error of some kind"
// The broad case stands above the narrow one, so the narrow one never runs. It compiles.
package main

import (
	"fmt"
	"io/fs"
)

func describe(v any) string {
	switch v := v.(type) {
	case error:
		return "an error of some kind"
	case *fs.PathError:
		return "a path error on " + v.Path
	}
	return "no error"
}

func main() {
	fmt.Println(describe(&fs.PathError{Op: "open", Path: "a.txt", Err: fs.ErrNotExist}))
}
