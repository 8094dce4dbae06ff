package store

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

type accountRow struct {
	ID           string `gorm:"primaryKey"`
	Email        string
	Name         string
	PasswordHash string
	CreatedAt    time.Time
	SuspendedAt  *time.Time
	Assignments  string
	Version      int64
}

func (accountRow) TableName() string { return "accounts" }

func (r *accountRow) account() (*identity.Account, error) {
	a := &identity.Account{
		ID: r.ID, Email: r.Email, Name: r.Name, PasswordHash: r.PasswordHash, CreatedAt: r.CreatedAt, SuspendedAt: r.SuspendedAt,
		Version: r.Version,
	}
	return a, json.Unmarshal([]byte(r.Assignments), &a.Assignments)
}

type sessionRow struct {
	Hash      string `gorm:"primaryKey"`
	AccountID string
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
	Address   string
	Agent     string
}

func (sessionRow) TableName() string { return "sessions" }

func (r *sessionRow) session() *identity.Session {
	return &identity.Session{
		Hash: identity.TokenHash(r.Hash), AccountID: r.AccountID, CreatedAt: r.CreatedAt.UTC(), SeenAt: r.SeenAt.UTC(),
		ExpiresAt: r.ExpiresAt.UTC(),
		Address:   r.Address, Agent: r.Agent,
	}
}

type setupTokenRow struct {
	Hash      string `gorm:"primaryKey"`
	CreatedAt time.Time
	ExpiresAt time.Time
}

func (setupTokenRow) TableName() string { return "setup_tokens" }

var (
	replace     = clause.OnConflict{UpdateAll: true}
	replaceByID = clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, UpdateAll: true} // a conflict of another column stays one
)

// Account implements identity.Repository.
func (t *tx) Account(ctx context.Context, id string) (*identity.Account, error) {
	return t.accountWhere(ctx, "id = ?", id)
}

// AccountByEmail implements identity.Repository.
func (t *tx) AccountByEmail(ctx context.Context, email string) (*identity.Account, error) {
	return t.accountWhere(ctx, "email = ?", email)
}

func (t *tx) accountWhere(ctx context.Context, where string, arg any) (*identity.Account, error) {
	var row accountRow
	if err := t.db.WithContext(ctx).Where(where, arg).Take(&row).Error; err != nil {
		return nil, notFound(err, "no such account")
	}
	return row.account()
}

// Accounts implements identity.Repository.
func (t *tx) Accounts(ctx context.Context, f identity.AccountFilter) ([]*identity.Account, error) {
	q := t.db.WithContext(ctx).Where("id > ?", f.After).Order("id")
	if f.Role != "" {
		q = q.Where("assignments LIKE ?", `%"role":"`+f.Role+`"%`) // names of roles hold no wildcards
	}
	if f.Text != "" {
		like := "%" + likeEscape.Replace(strings.ToLower(f.Text)) + "%"
		q = q.Where(`(LOWER(name) LIKE ? ESCAPE '\' OR name LIKE ? ESCAPE '\' OR email LIKE ? ESCAPE '\')`,
			like, "%"+likeEscape.Replace(f.Text)+"%", like) // SQLite lowers ASCII alone
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	var rows []accountRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, (*accountRow).account)
}

var likeEscape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// CountAccounts implements identity.Repository.
func (t *tx) CountAccounts(ctx context.Context) (int, error) {
	var n int64
	err := t.db.WithContext(ctx).Model(&accountRow{}).Count(&n).Error
	return int(n), err
}

// SaveAccount implements identity.Repository.
func (t *tx) SaveAccount(ctx context.Context, a *identity.Account) error {
	assignments, err := json.Marshal(a.Assignments)
	if err != nil {
		return err
	}
	row := accountRow{a.ID, a.Email, a.Name, a.PasswordHash, a.CreatedAt, a.SuspendedAt, string(assignments), a.Version + 1}
	return t.db.WithContext(ctx).Clauses(replaceByID).Create(&row).Error
}

// Session implements identity.Repository.
func (t *tx) Session(ctx context.Context, hash identity.TokenHash) (*identity.Session, error) {
	var row sessionRow
	if err := t.db.WithContext(ctx).Where("hash = ?", string(hash)).Take(&row).Error; err != nil {
		return nil, notFound(err, "no such session")
	}
	return row.session(), nil
}

// SessionsOf implements identity.Repository.
func (t *tx) SessionsOf(ctx context.Context, accountID string) ([]*identity.Session, error) {
	var rows []sessionRow
	if err := t.db.WithContext(ctx).Where("account_id = ?", accountID).Order("created_at DESC, hash").Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, func(r *sessionRow) (*identity.Session, error) { return r.session(), nil })
}

// SaveSession implements identity.Repository.
func (t *tx) SaveSession(ctx context.Context, s *identity.Session) error {
	if _, err := t.Account(ctx, s.AccountID); err != nil {
		return err
	}
	row := sessionRow{string(s.Hash), s.AccountID, s.CreatedAt, s.SeenAt, s.ExpiresAt, s.Address, s.Agent}
	return t.db.WithContext(ctx).Clauses(replace).Create(&row).Error
}

// TouchSession implements identity.Repository.
func (t *tx) TouchSession(ctx context.Context, hash identity.TokenHash, seenAt time.Time) error {
	return t.db.WithContext(ctx).Model(&sessionRow{}).Where("hash = ?", string(hash)).Update("seen_at", seenAt).Error
}

// DeleteSession implements identity.Repository.
func (t *tx) DeleteSession(ctx context.Context, hash identity.TokenHash) error {
	return t.db.WithContext(ctx).Where("hash = ?", string(hash)).Delete(&sessionRow{}).Error
}

// DeleteSessionsOf implements identity.Repository.
func (t *tx) DeleteSessionsOf(ctx context.Context, accountID string, except identity.TokenHash) error {
	return t.db.WithContext(ctx).Where("account_id = ? AND hash <> ?", accountID, string(except)).Delete(&sessionRow{}).Error
}

// SetupToken implements identity.Repository.
func (t *tx) SetupToken(ctx context.Context, hash identity.TokenHash) (*identity.SetupToken, error) {
	var row setupTokenRow
	if err := t.db.WithContext(ctx).Where("hash = ?", string(hash)).Take(&row).Error; err != nil {
		return nil, notFound(err, "no such set-up link")
	}
	return &identity.SetupToken{Hash: hash, CreatedAt: row.CreatedAt, ExpiresAt: row.ExpiresAt}, nil
}

// SaveSetupToken implements identity.Repository.
func (t *tx) SaveSetupToken(ctx context.Context, s *identity.SetupToken) error {
	db := t.db.WithContext(ctx)
	if err := db.Where("expires_at <= ?", s.CreatedAt).Delete(&setupTokenRow{}).Error; err != nil {
		return err
	}
	return db.Create(&setupTokenRow{string(s.Hash), s.CreatedAt, s.ExpiresAt}).Error
}

// ConsumeSetupToken implements identity.Repository.
func (t *tx) ConsumeSetupToken(ctx context.Context, hash identity.TokenHash) error {
	db := t.db.WithContext(ctx)
	done := db.Where("hash = ?", string(hash)).Delete(&setupTokenRow{})
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected == 0 {
		return fault.New(fault.NotFound, "no such set-up link")
	}
	return db.Where("1 = 1").Delete(&setupTokenRow{}).Error
}
