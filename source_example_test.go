package cookbook_test

import (
	"bufio"
	"fmt"

	"github.com/goconcepts/cookbook"
)

func ExampleSource() {
	f, err := cookbook.Source().Open("go.mod")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	line, err := bufio.NewReader(f).ReadString('\n')
	fmt.Print(line, err)
	// Output:
	// module github.com/goconcepts/cookbook
	// <nil>
}
