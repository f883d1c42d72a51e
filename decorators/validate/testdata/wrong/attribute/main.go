// want: compile "age.value undefined"
// The value of an attribute cannot be assigned past its rules from another package.
package main

import (
	"fmt"

	"github.com/goconcepts/cookbook/decorators/validate"
)

func main() {
	age := validate.NewAttr("age", validate.Between(0, 120))
	age.value = 999
	fmt.Println(age.Get())
}
