package exhaustive

import (
	"go/types"
	"slices"
)

// variant is a type that a value of the sealed interface can have.
type variant struct {
	forms []types.Type // T, *T: all of them must be covered, or
	any   bool         // any one of them, as nobody is seen to construct either
	// For a generic variant of which no instance is known: any instance covers it.
	origin *types.Named
}

// variants returns the variants of an interface in the package that seals it.
func (c *checker) variants(home *types.Package, subject types.Type, inTest bool) []variant {
	iface := subject.Underlying().(*types.Interface)
	made := c.madeIn(home)
	var out []variant
	for _, name := range home.Scope().Names() {
		object, ok := home.Scope().Lookup(name).(*types.TypeName)
		if !ok || object.IsAlias() || !inTest && c.declaredInTest(object) {
			continue
		}
		named, ok := object.Type().(*types.Named)
		if !ok || types.IsInterface(named) {
			continue
		}
		if named.TypeParams().Len() > 0 {
			out = append(out, c.generic(named, subject, iface, made)...)
		} else if v, ok := formsOf(named, iface, made.of(name)); ok {
			out = append(out, v)
		}
	}
	return out
}

// formsOf returns T and *T as far as they have the methods and are constructed.
func formsOf(t types.Type, iface *types.Interface, made form) (variant, bool) {
	pointer := types.NewPointer(t)
	switch value := types.Implements(t, iface); {
	case !types.Implements(pointer, iface):
		return variant{}, false
	case !value:
		return variant{forms: []types.Type{pointer}}, true
	case made.either:
		return variant{forms: []types.Type{t, pointer}, any: true}, true
	case made.value && made.pointer:
		return variant{forms: []types.Type{t, pointer}}, true
	case made.pointer:
		return variant{forms: []types.Type{pointer}}, true
	case made.value:
		return variant{forms: []types.Type{t}}, true
	}
	return variant{forms: []types.Type{t, pointer}, any: true}, true
}

// generic returns the instances of a generic type that are variants.
func (c *checker) generic(named *types.Named, subject types.Type, iface *types.Interface, made *constructed) []variant {
	name := named.Obj().Name()
	if args := typeArgs(subject); len(args) > 0 {
		if len(args) == named.TypeParams().Len() {
			if instance, err := types.Instantiate(nil, named, args, true); err == nil {
				if v, ok := formsOf(instance, iface, made.of(name)); ok {
					return []variant{v}
				}
			}
		}
		return nil
	}
	if v, ok := formsOf(named, iface, made.of(name)); !ok || len(v.forms) == 0 {
		return nil
	}
	var out []variant
	for _, instance := range made.instances(named) {
		if v, ok := formsOf(instance, iface, made.of(name)); ok {
			out = append(out, v)
		}
	}
	if out == nil {
		out = append(out, variant{origin: named})
	}
	return out
}

func typeArgs(t types.Type) []types.Type {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return nil
	}
	return slices.Collect(named.TypeArgs().Types())
}

// missing returns what the cases do not take of the variant.
func (v variant) missing(cases []types.Type) []types.Type {
	if v.origin != nil {
		if slices.ContainsFunc(cases, v.isInstance) {
			return nil
		}
		return []types.Type{v.origin}
	}
	open := slices.Clone(v.forms)
	open = slices.DeleteFunc(open, func(form types.Type) bool {
		return slices.ContainsFunc(cases, func(t types.Type) bool {
			iface, ok := t.Underlying().(*types.Interface)
			return types.Identical(t, form) || ok && types.Implements(form, iface)
		})
	})
	if v.any {
		if len(open) < len(v.forms) {
			return nil
		}
		return open[:1]
	}
	return open
}

// isInstance tells whether a case takes some instance of the generic variant.
func (v variant) isInstance(t types.Type) bool {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	named, ok := t.(*types.Named)
	if !ok {
		return false
	}
	if iface, ok := named.Underlying().(*types.Interface); ok {
		return types.Implements(types.NewPointer(v.origin), iface)
	}
	return named.Origin() == v.origin
}
