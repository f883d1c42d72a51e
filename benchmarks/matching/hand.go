package matching

import "github.com/goconcepts/cookbook/benchmarks/harness"

// byHand is the code that one would write for just these values.
func byHand() peer {
	return peer{harness.HandWritten, func(work string) (classifier, error) {
		return map[string]classifier{
			responses: handResponse, nested: handNested, commands: handCommand, keyed8: handKeyed8, keyed64: handKeyed64,
		}[work], nil
	}}
}

func handResponse(v any) int {
	m, ok := v.(object)
	if !ok {
		return 4
	}
	s, ok := m["status"].(float64)
	if !ok {
		return 4
	}
	switch {
	case s == 200:
		if data, ok := m["data"]; ok {
			sink.any = data
			return 0
		}
	case s == 404:
		return 1
	case s == 500:
		if text, ok := m["error"].(string); ok {
			sink.text = text
			return 2
		}
	case 400 <= s && s < 500 && s == float64(int(s)):
		sink.n = int(s)
		return 3
	}
	return 4
}

func handNested(v any) int {
	m, ok := v.(object)
	if !ok {
		return 3
	}
	user, ok := m["user"].(object)
	if !ok {
		return 3
	}
	name, named := user["name"].(string)
	address, ok := user["address"].(object)
	if city, hasCity := address["city"].(string); ok && hasCity {
		if named && city == "Berlin" {
			sink.text = name
			return 0
		}
		if role, ok := user["role"].(string); ok && role == "admin" {
			sink.text = city
			return 1
		}
	}
	if named {
		sink.text = name
		return 2
	}
	return 3
}

func handCommand(v any) int {
	words, ok := v.(list)
	if !ok || len(words) == 0 {
		return -1
	}
	verb, ok := words[0].(string)
	if !ok {
		return -1
	}
	switch {
	case verb == "go" && len(words) == 2:
		if to, ok := words[1].(string); ok {
			sink.text = to
			return 0
		}
	case verb == "drop":
		sink.list = words[1:len(words):len(words)]
		return 1
	case verb == "take" && len(words) >= 2:
		last := len(words) - 1
		if to, ok := words[last].(string); ok {
			sink.list, sink.text = words[1:last:last], to
			return 2
		}
	}
	sink.text = verb
	return 3
}

func handKeyed8(v any) int {
	m, ok := v.(object)
	if !ok {
		return -1
	}
	kind, ok := m["type"].(string)
	if !ok {
		return -1
	}
	switch kind {
	case "event.0.created":
		return 0
	case "event.1.created":
		return 1
	case "event.2.created":
		return 2
	case "event.3.created":
		return 3
	case "event.4.created":
		return 4
	case "event.5.created":
		return 5
	case "event.6.created":
		return 6
	case "event.7.created":
		return 7
	}
	return -1
}

func handKeyed64(v any) int {
	m, ok := v.(object)
	if !ok {
		return -1
	}
	kind, ok := m["type"].(string)
	if !ok {
		return -1
	}
	switch kind {
	case "event.0.created":
		return 0
	case "event.1.created":
		return 1
	case "event.2.created":
		return 2
	case "event.3.created":
		return 3
	case "event.4.created":
		return 4
	case "event.5.created":
		return 5
	case "event.6.created":
		return 6
	case "event.7.created":
		return 7
	case "event.8.created":
		return 8
	case "event.9.created":
		return 9
	case "event.10.created":
		return 10
	case "event.11.created":
		return 11
	case "event.12.created":
		return 12
	case "event.13.created":
		return 13
	case "event.14.created":
		return 14
	case "event.15.created":
		return 15
	case "event.16.created":
		return 16
	case "event.17.created":
		return 17
	case "event.18.created":
		return 18
	case "event.19.created":
		return 19
	case "event.20.created":
		return 20
	case "event.21.created":
		return 21
	case "event.22.created":
		return 22
	case "event.23.created":
		return 23
	case "event.24.created":
		return 24
	case "event.25.created":
		return 25
	case "event.26.created":
		return 26
	case "event.27.created":
		return 27
	case "event.28.created":
		return 28
	case "event.29.created":
		return 29
	case "event.30.created":
		return 30
	case "event.31.created":
		return 31
	case "event.32.created":
		return 32
	case "event.33.created":
		return 33
	case "event.34.created":
		return 34
	case "event.35.created":
		return 35
	case "event.36.created":
		return 36
	case "event.37.created":
		return 37
	case "event.38.created":
		return 38
	case "event.39.created":
		return 39
	case "event.40.created":
		return 40
	case "event.41.created":
		return 41
	case "event.42.created":
		return 42
	case "event.43.created":
		return 43
	case "event.44.created":
		return 44
	case "event.45.created":
		return 45
	case "event.46.created":
		return 46
	case "event.47.created":
		return 47
	case "event.48.created":
		return 48
	case "event.49.created":
		return 49
	case "event.50.created":
		return 50
	case "event.51.created":
		return 51
	case "event.52.created":
		return 52
	case "event.53.created":
		return 53
	case "event.54.created":
		return 54
	case "event.55.created":
		return 55
	case "event.56.created":
		return 56
	case "event.57.created":
		return 57
	case "event.58.created":
		return 58
	case "event.59.created":
		return 59
	case "event.60.created":
		return 60
	case "event.61.created":
		return 61
	case "event.62.created":
		return 62
	case "event.63.created":
		return 63
	}
	return -1
}
