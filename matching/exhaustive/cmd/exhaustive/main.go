// Command exhaustive runs the analyzer of package exhaustive under go vet:
//
//	go vet -vettool=$(which exhaustive) ./...
package main

import (
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/goconcepts/cookbook/matching/exhaustive"
)

func main() { unitchecker.Main(exhaustive.Analyzer) }
