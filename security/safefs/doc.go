// Package safefs opens, creates, serves and unpacks files whose names came from somebody
// else, and never leaves its directory: no "..", no absolute name, no symbolic link leads
// out of it. It stands on [os.Root], which holds to that in the operating system's calls,
// where no check of a name can be overtaken.
//
//	dir, err := safefs.Open("/srv/uploads")
//	f, err := dir.Create(name)                            // New files only.
//	http.Handle("/files/", http.StripPrefix("/files/", dir.Handler()))
//	report, err := safefs.Unzip(archive, size, "/srv/site", nil)
//
// What it adds to os.Root is a rule for names that is the same on every system
// ([CheckName]), files that are never overwritten, a handler without listings, and
// archives with limits: on bytes, on their ratio, on entries and on the length of
// names. An archive is unpacked whole or not at all.
//
// # When something simpler suffices
//
// Names of your own making (a counter, a random token) need no checking: store the user's
// name in the database and the file under an id. For a directory alone os.Root has all
// the safety; for assets of the program itself use embed.FS.
//
// # From Python
//
//	Python                                     Go
//	os.path.realpath + startswith (a race)     safefs.Open, os.OpenRoot
//	werkzeug.utils.secure_filename             safefs.CheckName (refuses, changes nothing)
//	zipfile.extractall (no limits)             safefs.Unzip
//	tarfile.extractall(filter="data")          safefs.Untar
//
// # Costs
//
// Open and Create cost what os.Root does, and some ten nanoseconds for the name. Unpacking
// keeps the names of all entries in memory, and copies each byte once.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - traversal (mid): How do you prevent path traversal and zip-slip?
package safefs
