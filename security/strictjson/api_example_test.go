package strictjson_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goconcepts/cookbook/security/strictjson"
)

type exampleUser struct {
	Name  string  `json:"name"`
	Email *string `json:"email"` // A pointer: may be null or missing.
	Age   int     `json:"age,omitzero"`
}

func ExampleDecode() {
	user, err := strictjson.Decode[exampleUser]([]byte(`{"name": "Ada", "email": null}`), nil)
	fmt.Println(user.Name, user.Email == nil, err)
	_, err = strictjson.Decode[exampleUser]([]byte(`{"nmae": "Ada"}`), nil)
	fmt.Println(err)
	// Output:
	// Ada true <nil>
	// strictjson: unknown member at "", byte 1
}

func ExampleRead() {
	_, err := strictjson.Read[exampleUser](strings.NewReader(`{"name": "`+strings.Repeat("a", 1000)+`"}`), 100, nil)
	fmt.Println(err)
	// Output: strictjson: more than the limits allow at "", byte 100
}

func ExampleError() {
	_, err := strictjson.Decode[[]exampleUser]([]byte(`[{"name": "Ada"}, {"name": "Bob", "age": 1.5}]`), nil)
	if e, ok := errors.AsType[*strictjson.Error](err); ok {
		fmt.Println(e.Pointer, e.Offset, errors.Is(e, strictjson.ErrNumber))
	}
	// Output: /1/age 41 true
}

func ExampleError_Error() {
	err := &strictjson.Error{Err: strictjson.ErrNull, Pointer: "/a", Offset: 5}
	fmt.Println(err.Error())
	// Output: strictjson: null where there is no pointer at "/a", byte 5
}

func ExampleError_Unwrap() {
	err := &strictjson.Error{Err: strictjson.ErrNull}
	fmt.Println(err.Unwrap())
	// Output: strictjson: null where there is no pointer
}

func ExampleLimits() {
	o := &strictjson.Options{Limits: strictjson.Limits{Depth: 2}}
	_, err := strictjson.Decode[any]([]byte(`[[[]]]`), o)
	fmt.Println(err)
	// Output: strictjson: more than the limits allow at "/0/0", byte 2
}

func ExampleOptions() {
	_, err := strictjson.Decode[any]([]byte(`1`), &strictjson.Options{Limits: strictjson.Limits{Depth: 2000}})
	fmt.Println(err)
	// Output: strictjson: Limits.Depth is 2000, want 0 to 1000
}

func ExampleUnion() {
	shapes, err := strictjson.NewUnion("type", map[string]exampleShape{"square": exampleSquare{}, "rectangle": &exampleRectangle{}})
	if err != nil {
		fmt.Println(err)
		return
	}
	o := &strictjson.Options{Unions: []strictjson.Variants{shapes}}
	shape, err := strictjson.Decode[exampleShape]([]byte(`{"type": "square", "side": 2}`), o)
	if err != nil {
		fmt.Println(err)
		return
	}
	switch s := shape.(type) {
	case exampleSquare:
		fmt.Println("a square of side", s.Side)
	case *exampleRectangle:
		fmt.Println("a rectangle")
	}
	// Output: a square of side 2
}

func ExampleNewUnion() {
	_, err := strictjson.NewUnion("type", map[string]exampleShape{"nothing": nil})
	fmt.Println(err)
	// Output: strictjson: NewUnion: a nil value or an empty name
}

func ExampleVariants() {
	shapes, err := strictjson.NewUnion("type", map[string]exampleShape{"square": exampleSquare{}})
	if err != nil {
		fmt.Println(err)
		return
	}
	o := &strictjson.Options{Unions: []strictjson.Variants{shapes}}
	_, err = strictjson.Decode[[]exampleShape]([]byte(`[{"type": "circle"}]`), o)
	fmt.Println(errors.Is(err, strictjson.ErrVariant))
	// Output: true
}
