package deploy

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// instruction is one instruction of a Dockerfile, continued lines joined.
type instruction struct {
	line int
	op   string // upper case
	args string // words with one space between them
}

// stage is a FROM and what follows it.
type stage struct {
	line         int
	base, name   string // the base with the ARGs' defaults put in
	instructions []instruction
}

// parse reads a Dockerfile as far as the rules need it: comments, continued lines,
// stages and the ARGs before the first of them. Heredocs and another escape
// character than the backslash are not understood.
func parse(dockerfile string) (stages []stage) {
	defaults := map[string]string{}
	for _, in := range instructions(dockerfile) {
		switch {
		case in.op == "FROM":
			stages = append(stages, from(in, defaults))
		case len(stages) > 0:
			last := &stages[len(stages)-1]
			last.instructions = append(last.instructions, in)
		case in.op == "ARG":
			for word := range strings.FieldsSeq(in.args) {
				name, value, _ := strings.Cut(word, "=")
				defaults[name] = strings.Trim(value, `"'`)
			}
		}
	}
	return stages
}

func instructions(dockerfile string) (all []instruction) {
	var words []string
	begin, number := 0, 0
	end := func() {
		if len(words) > 0 {
			all = append(all, instruction{begin, strings.ToUpper(words[0]), strings.Join(words[1:], " ")})
		}
		words = nil
	}
	for line := range strings.Lines(dockerfile) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue // also between continued lines
		}
		text, continued := strings.CutSuffix(line, `\`)
		if len(words) == 0 {
			begin = number
		}
		words = append(words, strings.Fields(text)...)
		if !continued {
			end()
		}
	}
	end()
	return all
}

// from reads "FROM [--platform=...] BASE [AS NAME]".
func from(in instruction, defaults map[string]string) stage {
	s := stage{line: in.line}
	words := strings.Fields(in.args)
	for len(words) > 0 && strings.HasPrefix(words[0], "--") {
		words = words[1:]
	}
	if len(words) > 0 {
		s.base = os.Expand(words[0], func(name string) string {
			name, otherwise, _ := strings.Cut(name, ":-")
			if value := defaults[name]; value != "" {
				return value
			}
			return otherwise
		})
	}
	if len(words) == 3 && strings.EqualFold(words[1], "as") {
		s.name = words[2]
	}
	return s
}

// running returns what the image runs on: the base that is no stage of this file,
// and the instructions of the last stage after those of the stages that it builds on.
func running(stages []stage) (base string, all []instruction) {
	if len(stages) == 0 {
		return "", nil
	}
	at := len(stages) - 1
	for {
		s := stages[at]
		base, all = s.base, append(s.instructions[:len(s.instructions):len(s.instructions)], all...)
		earlier := indexOf(stages[:at], s.base)
		if earlier < 0 {
			return base, all
		}
		at = earlier
	}
}

// indexOf returns which stage has a name, or -1.
func indexOf(stages []stage, name string) int {
	for i := len(stages) - 1; i >= 0; i-- {
		if stages[i].name != "" && strings.EqualFold(stages[i].name, name) {
			return i
		}
	}
	return -1
}

// last returns the last instruction of an op; false when there is none.
func last(all []instruction, ops ...string) (found instruction, ok bool) {
	for _, in := range all {
		for _, op := range ops {
			if in.op == op {
				found, ok = in, true
			}
		}
	}
	return found, ok
}

// execForm reports whether a command is a JSON array: all else is handed to a shell.
func (in instruction) execForm() bool {
	var words []string
	return json.Unmarshal([]byte(in.args), &words) == nil && len(words) > 0
}

// has reports whether a part occurs in an instruction.
func (in instruction) has(part string) bool { return strings.Contains(in.args, part) }

// operands returns the words that are no flags.
func (in instruction) operands() (words []string) {
	for word := range strings.FieldsSeq(in.args) {
		if !strings.HasPrefix(word, "--") {
			words = append(words, word)
		}
	}
	return words
}

// lineOf names a place in a Dockerfile; 0 is the file as a whole.
func lineOf(line int) string {
	if line == 0 {
		return "Dockerfile"
	}
	return fmt.Sprintf("line %d", line)
}
