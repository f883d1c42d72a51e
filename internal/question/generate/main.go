// Generate renews the parts of the module that are made from others: the index in
// README.md, the lists in the packages' doc comments, the code that README.md quotes,
// and its summary of the results. It is run by go generate from the module's root.
package main

import (
	"fmt"
	"os"

	"github.com/goconcepts/cookbook/internal/question"
)

func main() {
	changed, err := question.Generate(".")
	if err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
	for name, text := range changed {
		if err := os.WriteFile(name, text, 0o644); err != nil { // #nosec G306 -- sources of a repository; the umask decides.
			fmt.Fprintln(os.Stderr, "generate:", err)
			os.Exit(1)
		}
		fmt.Println("renewed", name)
	}
}
