package safefs

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The errors of this package. None repeats a name: entries of archives are counted instead.
var (
	ErrName      = errors.New("safefs: name refused")         // See CheckName.
	ErrKind      = errors.New("safefs: kind of file refused") // A link, device, directory, pipe ...
	ErrLimit     = errors.New("safefs: more than the limits allow")
	ErrDuplicate = errors.New("safefs: name is taken") // Also by a case twin, or by a file where a directory is needed.
	ErrArchive   = errors.New("safefs: broken archive")
)

// Bounds of a name in bytes. 255 is what most file systems take for one element.
const (
	maxElement = 255
	maxName    = 1024
)

// CheckName returns an [ErrName] unless name is a relative path, with slashes, that means the
// same file below its directory on every system. It refuses the empty name, absolute ones,
// elements that are empty, "." or "..", backslashes and colons (separators, drives and
// streams on Windows), the characters <>"|?*, control characters and invalid UTF-8, elements
// that end in a dot or space (which Windows drops) or are devices there (NUL, com1.txt),
// elements of more than 255 bytes and names of more than 1024. It changes nothing and asks
// no file system.
func CheckName(name string) error {
	switch {
	case name == "":
		return fmt.Errorf("%w: it is empty", ErrName)
	case len(name) > maxName:
		return fmt.Errorf("%w: longer than %d bytes", ErrName, maxName)
	case name[0] == '/':
		return fmt.Errorf("%w: it is absolute", ErrName)
	}
	start, ascii := 0, true
	for i := range len(name) {
		c := name[i]
		if c == '/' {
			if err := checkElement(name[start:i]); err != nil {
				return err
			}
			start = i + 1
			continue
		}
		if forbidden[c] {
			return fmt.Errorf("%w: a character that is not allowed", ErrName)
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	if !ascii {
		for i, r := range name {
			if r == utf8.RuneError && !strings.HasPrefix(name[i:], "\ufffd") || unicode.IsControl(r) {
				return fmt.Errorf("%w: invalid UTF-8 or a control character", ErrName)
			}
		}
	}
	return checkElement(name[start:])
}

// forbidden are the bytes that no name has.
var forbidden = func() (table [256]bool) {
	for c := range 0x20 {
		table[c] = true
	}
	for _, c := range "\\:<>\"|?*\x7f" {
		table[c] = true
	}
	return table
}()

func checkElement(e string) error {
	switch {
	case e == "" || e == "." || e == "..":
		return fmt.Errorf("%w: it leaves its directory, or has an empty element", ErrName)
	case len(e) > maxElement:
		return fmt.Errorf("%w: an element is longer than %d bytes", ErrName, maxElement)
	case e[len(e)-1] == '.' || e[len(e)-1] == ' ':
		return fmt.Errorf("%w: an element ends in a dot or space", ErrName)
	case isDevice(e):
		return fmt.Errorf("%w: an element is the name of a device", ErrName)
	}
	return nil
}

// isDevice reports whether Windows takes the element for a device, whatever its extension.
func isDevice(e string) bool {
	base, _, _ := strings.Cut(e, ".")
	base = strings.TrimRight(base, " ")
	switch len(base) {
	case 3:
		return strings.EqualFold(base, "con") || strings.EqualFold(base, "prn") || strings.EqualFold(base, "aux") || strings.EqualFold(base, "nul")
	case 4, 5: // COM and LPT with a digit, or with one of the superscripts ¹²³ of two bytes.
		if !strings.EqualFold(base[:3], "com") && !strings.EqualFold(base[:3], "lpt") {
			return false
		}
		digit := base[3:]
		return len(digit) == 1 && digit[0] >= '0' && digit[0] <= '9' || digit == "¹" || digit == "²" || digit == "³"
	case 6:
		return strings.EqualFold(base, "conin$")
	case 7:
		return strings.EqualFold(base, "conout$")
	}
	return false
}
