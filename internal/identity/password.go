package identity

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"github.com/portico-cms/portico/internal/fault"
)

// Length of a password in characters. The upper bound keeps a request from being expensive (SECURITY S7).
const (
	MinPassword = 8
	MaxPassword = 200
)

// cost is how expensive one hash is.
type cost struct {
	memory  uint32 // KiB
	time    uint32 // passes over it
	threads uint8
}

// current is used for new hashes: the first of the settings that OWASP's password storage sheet gives for argon2id.
var current = cost{memory: 46 * 1024, time: 1, threads: 1}

// limit keeps a hash that somebody planted in the database from stopping the process.
var limit = cost{memory: 256 * 1024, time: 10, threads: 8}

const (
	saltBytes = 16
	keyBytes  = 32
)

// hashing bounds the memory that sign-ins take at once; whoever comes later waits.
var hashing = make(chan struct{}, 4)

// HashPassword gives the PHC string of a password: $argon2id$v=19$m=…,t=…,p=…$salt$key. Error: fault.Unprocessable,
// pointer /password.
func HashPassword(password string) (string, error) {
	var ps fault.Problems
	if checkPassword(password, &ps); len(ps) > 0 {
		return "", unprocessable("the password is refused", ps)
	}
	return hash(password), nil
}

func checkPassword(password string, ps *fault.Problems) {
	n := utf8.RuneCountInString(password)
	if n < MinPassword || n > MaxPassword || !utf8.ValidString(password) {
		ps.Add(problem("/password", "bad_password", "write a password of %d to %d characters", MinPassword, MaxPassword))
	}
}

func hash(password string) string {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails: it would end the process
	return format(current, salt, current.key(password, salt, keyBytes))
}

// key derives the key. One password typed on two systems can be two sequences of code points (é as one or as two): NFKC, as
// NIST SP 800-63B asks for, makes them one.
func (c cost) key(password string, salt []byte, length uint32) []byte {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2.IDKey(norm.NFKC.Bytes([]byte(password)), salt, c.time, c.memory, c.threads, length)
}

// dummy stands for the salt and the key of an account that is not there, so that the answer takes as long as for one that
// is (SECURITY Q7). All zeros will do: what it is compared with is refused in any case.
var dummy = struct{ salt, key []byte }{make([]byte, saltBytes), make([]byte, keyBytes)}

// VerifyPassword says whether a password belongs to a hash, in a time that depends on neither. An empty or broken hash
// is compared with a dummy of the same cost and is always refused: pass "" for an unknown e-mail address instead of
// answering at once.
func VerifyPassword(hash, password string) bool {
	if len(password) > MaxPassword*utf8.UTFMax {
		return false // says something about the request only, whoever it is for
	}
	c, salt, want, err := parse(hash)
	known := err == nil
	if !known {
		c, salt, want = current, dummy.salt, dummy.key
	}
	got := c.key(password, salt, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1 && known
}

// NeedsRehash says whether a hash was made with other settings than those of today. After a good sign-in the password is
// at hand: hash it again and save.
func NeedsRehash(hash string) bool {
	c, _, _, err := parse(hash)
	return err != nil || c != current
}

func format(c cost, salt, key []byte) string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.time, c.threads, b64(salt), b64(key))
}

func parse(hash string) (c cost, salt, key []byte, err error) {
	bad := func() (cost, []byte, []byte, error) {
		return cost{}, nil, nil, fault.New(fault.Internal, "not an argon2id hash")
	}
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return bad()
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.time, &c.threads); err != nil {
		return bad()
	}
	if c.memory < 8 || c.time < 1 || c.threads < 1 || c.memory > limit.memory || c.time > limit.time || c.threads > limit.threads {
		return bad()
	}
	salt, serr := base64.RawStdEncoding.DecodeString(parts[4])
	key, kerr := base64.RawStdEncoding.DecodeString(parts[5])
	if serr != nil || kerr != nil || len(salt) < 8 || len(salt) > 64 || len(key) < 16 || len(key) > 64 {
		return bad()
	}
	return c, salt, key, nil
}
