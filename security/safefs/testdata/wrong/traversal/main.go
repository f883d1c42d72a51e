// want: output "clean, and outside: true"
// Clean and a prefix test know nothing of links, and take a neighbour whose
// name begins alike for a part of the directory.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	base, err := os.MkdirTemp("", "wrong")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(base)
	files := filepath.Join(base, "files")
	for _, d := range []string{files, files + "-private"} {
		if err := os.Mkdir(d, 0o700); err != nil {
			panic(err)
		}
	}
	if err := os.WriteFile(filepath.Join(files+"-private", "key"), []byte("hunter2"), 0o600); err != nil {
		panic(err)
	}
	name := filepath.Clean(filepath.Join(files, "../files-private/key"))
	b, err := os.ReadFile(name)
	fmt.Println("clean, and outside:", strings.HasPrefix(name, files) && err == nil && string(b) == "hunter2")
}
