package main

import (
	"flag"
	"fmt"
	"slices"
	"strings"
)

// commands returns the commands in the order in which help lists them.
func commands() []command {
	return slices.Concat(readCommands(), proofCommands(), practiceCommands(), []command{
		{name: "version", short: "print the version", run: (*app).version, examples: []string{"version"}},
		{name: "help", usage: "[COMMAND]", short: "explain the companion or a command", examples: []string{"help run"}, run: (*app).help},
	})
}

// readCommands are for reading the answers.
func readCommands() []command {
	return []command{
		{
			name: "list", usage: "[flags]", short: "list the questions",
			long: `Flags:
  -topic T   of a topic or package; several are separated by commas
  -level L   junior, mid or senior; several are separated by commas
  -tag T     with the tag
  -since V   answered with what Go 1.N or a later one brought, such as 1.24
  -text W    with the words anywhere in question, answer or code
  -json      as JSON`,
			examples: []string{"list", "list -topic memory -level senior", "list -since 1.25"},
			run:      (*app).list,
		},
		{
			name: "search", usage: "WORD... [-n N]", short: "find questions by words in question, answer, tags or code",
			long: `A word may be the beginning of one, or have one typing error; all words must
be found. What is in a question counts for more than what is in its code.

Flags:
  -n N   show N questions at the most (10)`,
			examples: []string{"search weak pointer", "search gorotine leak"},
			run:      (*app).search,
		},
		{
			name: "show", usage: "ID [-a] [-json]", short: "show a question; with -a its answer",
			long: `Flags:
  -a      the answer, the code that proves it, and what it prints
  -json   everything, as JSON`,
			examples: []string{"show memory/cycles", "show memory/cycles -a"},
			run:      (*app).show,
		},
		{
			name: "serve", usage: "[-port N]", short: "serve the answers as a site to this machine",
			long: `The site lists the questions by topic and level, searches them, shows each with
its answer folded and its wrong version beside, and runs them. It listens on
127.0.0.1 only.

Flags:
  -port N   the port (8484); 0 takes a free one`,
			examples: []string{"serve", "serve -port 0"},
			run:      (*app).serve,
		},
	}
}

// proofCommands are for running the programs.
func proofCommands() []command {
	return []command{
		{
			name: "run", usage: "ID", short: "run the proof, and see the wrong version fail",
			long: `The program is built and run here and now. Where a wrong version belongs to
the question, it is run too, and must fail in the way that the answer names.`,
			examples: []string{"run concurrency/race"},
			run:      (*app).run,
		},
		{
			name: "verify", usage: "[ID or topic...] [-faketime] [-v]", short: "prove answers: all of them, or those named",
			long: `Builds and runs, each alone, the programs that pkg.go.dev offers to play, and
compares what they print with what the answers say. The exit status is 1 when
one differs.

Flags:
  -faketime   on the playground's clock, which stands still while a program
              works and jumps when all of it sleeps (not on Windows)
  -v          a line for each answer, on a terminal too`,
			examples: []string{"verify", "verify caching matching/order", "verify -faketime concurrency"},
			run:      (*app).verify,
		},
	}
}

// practiceCommands are for those who prepare or give interviews.
func practiceCommands() []command {
	return []command{
		{
			name: "quiz", usage: "[flags] | stats | reset", short: "what does it print, what is wrong with it? find out",
			long: `Shows a program and asks what it prints, or a wrong one and asks how it fails.
What was never asked comes first, then what was answered wrong. Answers are kept
in your config folder; "quiz stats" counts them, "quiz reset" forgets them.
Type :hint, :skip or :quit in place of an answer.

Flags:
  -n N       ask N times (5)
  -topic T   of a topic or package; several are separated by commas
  -level L   junior, mid or senior; several are separated by commas
  -seed S    the same choice again, if the same has been answered before`,
			examples: []string{"quiz", "quiz -topic matching -n 3", "quiz stats"},
			run:      (*app).quiz,
		},
		{
			name: "interview", usage: "[flags]", short: "print a sheet for an interviewer",
			long: `Questions with their follow-ups, balanced over topics and levels to fill the
time; then the answers. From 45 minutes on there is a design task, told as
situation, task, action and result, with a worked example.

Flags:
  -minutes N   how long it lasts, from 15 to 240 (45)
  -level L     junior, mid or senior (senior)
  -seed S      the same sheet again
  -md          as Markdown`,
			examples: []string{"interview", "interview -minutes 60 -level mid -md"},
			run:      (*app).interview,
		},
	}
}

// help explains a command, or lists them all.
func (a *app) help(args []string) error {
	args, err := a.flags(flag.NewFlagSet("help", flag.ContinueOnError), args)
	if err != nil {
		return err
	}
	switch len(args) {
	case 0:
		a.out.printf("%s\n\nUsage: %s COMMAND, or no command for the index\n\n", a.out.bold(headline), a.name)
		for _, c := range commands() {
			a.out.printf("  %-10s %s\n", c.name, c.short)
		}
		a.out.printf("\nFlags and arguments may stand in any order. More about one command:\n%s help COMMAND\n\n", a.name)
		a.out.printf("Exit status: 0 all is well, 1 a proof failed, 2 used wrongly or something is\nmissing, 130 interrupted.\n")
		return nil
	case 1:
		c := find(args[0])
		if c == nil {
			return unknown("command", args[0], commandNames())
		}
		a.out.printf("%s %s\n\n%s.\n", a.name, strings.TrimSpace(c.name+" "+c.usage), sentence(c.short))
		if c.long != "" {
			a.out.printf("\n%s\n", c.long)
		}
		a.out.printf("\nFor example:\n")
		for _, e := range c.examples {
			a.out.printf("  %s %s\n", a.name, e)
		}
		return nil
	default:
		return fmt.Errorf("help wants one command (see `%s help`)", a.name)
	}
}

// sentence returns s with a capital first letter.
func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
