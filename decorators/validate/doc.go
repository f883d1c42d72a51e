// Package validate is for attributes that check what is put into them: Attr is
// Python's descriptor as a type, Struct reads the rules from struct tags, and a
// rule is a value that both use.
//
//	type User struct {
//		Age   int    `validate:"between=0..120"`
//		Email string `validate:"email"`
//	}
//	err := validate.Struct(&user) // every broken rule, in field order
//
// # When something simpler suffices
//
//   - Two or three checks in one constructor: an if and an error each.
//   - A type of its own with an unexported field and one constructor (parse, don't
//     validate): then a value that exists is a right one, and nothing is checked twice.
//
// # From Python
//
//	class Attr with __set__, __get__      Attr[T]: Set(T) error, Get() (T, error)
//	lambda x: 0 <= x <= 120               Between(0, 120)
//	lambda x: "@" in str(x)               Email()
//	raise ValueError                      return an error that names field, type and rule
//	pydantic, dataclass with validators   Struct, by tags
//
// # Costs
//
// A valid value costs nanoseconds and no allocation. Struct reads a type's tags
// once for the program; the plans stay for good, one a type.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - attribute (mid): A validated attribute
//   - tags (senior): The descriptor as struct tags
package validate
