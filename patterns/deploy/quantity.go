package deploy

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

type unit struct {
	suffix string
	factor float64
}

var (
	kubernetesUnits = []unit{
		{"Ki", 1 << 10},
		{"Mi", 1 << 20},
		{"Gi", 1 << 30},
		{"Ti", 1 << 40},
		{"Pi", 1 << 50},
		{"Ei", 1 << 60},
		{"m", 1e-3},
		{"k", 1e3},
		{"M", 1e6},
		{"G", 1e9},
		{"T", 1e12},
		{"P", 1e15},
		{"E", 1e18},
	}
	goUnits = []unit{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40}, {"B", 1}}
)

// quantity reads bytes as Kubernetes writes them: 512Mi, 1.5Gi, 1G, 1000; not 1e9.
func quantity(v any) (float64, bool) { return number(fmt.Sprint(v), "0123456789.", kubernetesUnits) }

// goBytes reads bytes as the Go runtime reads GOMEMLIMIT.
func goBytes(s string) (float64, bool) {
	if s == "off" {
		return math.Inf(1), true
	}
	return number(s, "0123456789", goUnits)
}

// number reads digits, of which there must be one, and a unit, which may be missing.
func number(s, digits string, units []unit) (float64, bool) {
	factor := 1.0
	for _, u := range units {
		if rest, ok := strings.CutSuffix(s, u.suffix); ok {
			s, factor = rest, u.factor
			break
		}
	}
	if strings.Trim(s, digits) != "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n * factor, err == nil && n > 0
}
