package pointers // want package:"values Local Closed Both, pointers Opened Both Method"

// This package has variants of which the pointer counts, the value, or both.

type Event interface{ isEvent() }

type (
	Opened struct{} // made as a pointer
	Closed struct{} // made as a value
	Both   struct{} // made as both
	Local  struct{} // a variable of which the address is taken
	Method struct{} // has a pointer receiver
)

func (Opened) isEvent()  {}
func (Closed) isEvent()  {}
func (Both) isEvent()    {}
func (Local) isEvent()   {}
func (*Method) isEvent() {}

func made() []Event {
	local := Local{}
	return []Event{&Opened{}, Closed{}, Both{}, new(Both), &local, &Method{}}
}

func complete(e Event) {
	switch e.(type) {
	case *Opened, Closed, Both, *Both, *Local, *Method:
	}
}

func wrong(e Event) {
	switch e.(type) { // want `type switch on Event misses \*Both, \*Opened`
	case Opened, Closed, Both, *Local, *Method:
	}
}
