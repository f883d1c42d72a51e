package validate

// The kinds of a byte in an address.
const (
	inLocal = 1 << iota // atext of RFC 5322, and the dot
	inLabel             // letters, digits and the hyphen
	atEdge              // letters and digits: the first and last of a label
)

// kinds says for each byte where in an address it may stand.
var kinds = func() (k [256]uint8) {
	for _, c := range []byte("!#$%&'*+/=?^_`{|}~.") {
		k[c] = inLocal
	}
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") {
		k[c] = inLocal | inLabel | atEdge
	}
	k['-'] = inLocal | inLabel
	return k
}()

// isEmail follows the production
//
//	email = 1*( atext / "." ) "@" label *( "." label )
//	label = let-dig [ [ ldh-str ] let-dig ]  ; at most 63 characters
//
// in one pass, without an allocation.
func isEmail(s string) bool {
	at := 0
	for at < len(s) && kinds[s[at]]&inLocal != 0 {
		at++
	}
	if at == 0 || at == len(s) || s[at] != '@' {
		return false
	}
	for i := at + 1; ; i++ {
		begin := i // of the label
		for i < len(s) && kinds[s[i]]&inLabel != 0 {
			i++
		}
		if i == begin || i-begin > 63 || kinds[s[begin]]&atEdge == 0 || kinds[s[i-1]]&atEdge == 0 {
			return false
		}
		if i == len(s) {
			return true
		}
		if s[i] != '.' {
			return false
		}
	}
}
