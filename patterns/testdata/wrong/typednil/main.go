// want: output "failed although all is well"
// A nil pointer returned as an error is not a nil error.
package main

import "fmt"

type quotaError struct{}

func (*quotaError) Error() string { return "over the limit" }

func check(n int) error {
	var err *quotaError
	if n > 10 {
		err = &quotaError{}
	}
	return err
}

func main() {
	if err := check(3); err != nil {
		fmt.Println("failed although all is well")
	}
}
