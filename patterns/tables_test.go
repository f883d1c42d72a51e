package patterns_test

import "testing"

// TestSlug is the form that the question on table tests describes.
func TestSlug(t *testing.T) {
	for _, tt := range slugTests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := slug(tt.in); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
