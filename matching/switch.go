package matching

import "math"

// few is up to how many literals a switch compares one by one.
const few = 4

// stringSwitch finds the state for a string.
type stringSwitch struct {
	texts  []string
	states []*state
	many   map[string]*state
}

func (w *stringSwitch) add(s string, next *state) {
	w.texts, w.states = append(w.texts, s), append(w.states, next)
}

// finish is called once after the last add.
func (w *stringSwitch) finish() {
	if len(w.texts) <= few {
		return
	}
	w.many = make(map[string]*state, len(w.texts))
	for i, s := range w.texts {
		w.many[s] = w.states[i]
	}
}

// find returns nil when s is none of the literals.
func (w *stringSwitch) find(s string) *state {
	if w.many != nil {
		return w.many[s]
	}
	for i, text := range w.texts {
		if text == s {
			return w.states[i]
		}
	}
	return nil
}

// numberSwitch finds the state for a number.
type numberSwitch struct {
	ints   []int64 // the literals of form integer
	states []*state
	many   map[int64]*state
	others map[number]*state // the literals of the other forms
}

func (w *numberSwitch) add(n number, next *state) {
	if n.form == integer {
		w.ints, w.states = append(w.ints, n.i), append(w.states, next)
		return
	}
	if w.others == nil {
		w.others = make(map[number]*state)
	}
	w.others[n] = next
}

// finish is called once after the last add.
func (w *numberSwitch) finish() {
	if len(w.ints) <= few {
		return
	}
	w.many = make(map[int64]*state, len(w.ints))
	for i, n := range w.ints {
		w.many[n] = w.states[i]
	}
}

// floatCase is a literal for values of type float64, which is what encoding/json makes of numbers.
type floatCase struct {
	f    float64
	next *state
}

// floats returns the literals as floats, or nil when they are many or not exact.
func (w *numberSwitch) floats() []floatCase {
	if w.many != nil || w.others != nil {
		return nil
	}
	var cases []floatCase
	for i, n := range w.ints {
		f, exact := intNumber(n).float()
		if !exact {
			return nil
		}
		cases = append(cases, floatCase{f, w.states[i]})
	}
	return cases
}

// find returns nil when v, of classNumber, is none of the literals.
func (w *numberSwitch) find(v any) *state {
	var i int64
	switch v := v.(type) {
	case float64:
		i = int64(v)
		if float64(i) != v || i == math.MaxInt64 {
			return w.findNumber(v)
		}
	case int:
		i = int64(v)
	default:
		return w.findNumber(v)
	}
	return w.findInt(i)
}

func (w *numberSwitch) findInt(i int64) *state {
	if w.many != nil {
		return w.many[i]
	}
	for k, n := range w.ints {
		if n == i {
			return w.states[k]
		}
	}
	return nil
}

func (w *numberSwitch) findNumber(v any) *state {
	n, ok := numberOf(v)
	switch {
	case !ok:
		return nil
	case n.form == integer:
		return w.findInt(n.i)
	}
	return w.others[n]
}
