package deploy

import (
	"strings"
	"time"
)

// lastDays are the days on which support of common bases ends, as their projects
// announced them. A base whose last day is not published in advance is not here.
var lastDays = map[string]map[string]string{
	"python": {
		"2.7": "2020-01-01", "3.6": "2021-12-23", "3.7": "2023-06-27", "3.8": "2024-10-07", "3.9": "2025-10-31",
		"3.10": "2026-10-31", "3.11": "2027-10-31", "3.12": "2028-10-31", "3.13": "2029-10-31", "3.14": "2030-10-31",
	},
	"debian": { // with long-term support
		"9": "2022-06-30", "stretch": "2022-06-30", "10": "2024-06-30", "buster": "2024-06-30",
		"11": "2026-08-31", "bullseye": "2026-08-31", "12": "2028-06-30", "bookworm": "2028-06-30",
		"13": "2030-06-30", "trixie": "2030-06-30",
	},
	"node": {
		"16": "2023-09-11", "18": "2025-04-30", "20": "2026-04-30", "22": "2027-04-30", "24": "2028-04-30",
	},
}

// reference splits an image's name: registry/path/name:tag@digest.
func reference(image string) (name, tag, digest string) {
	image, digest, _ = strings.Cut(image, "@")
	name, tag, _ = strings.Cut(image[strings.LastIndexByte(image, '/')+1:], ":")
	return name, tag, digest
}

// pinned reports whether a name means one image tomorrow, too, as far as a tag can.
func pinned(image string) bool {
	_, tag, digest := reference(image)
	return digest != "" || tag != "" && tag != "latest"
}

// ended returns the day on which a base's support has ended, or "".
func ended(base string, today time.Time) string {
	name, tag, _ := reference(base)
	version, _, _ := strings.Cut(tag, "-") // 3.10-slim
	for {
		if day, known := lastDays[name][version]; known {
			if today.Format(time.DateOnly) > day {
				return day
			}
			return ""
		}
		dot := strings.LastIndexByte(version, '.') // 3.10.14 is a 3.10
		if dot < 0 {
			return ""
		}
		version = version[:dot]
	}
}
