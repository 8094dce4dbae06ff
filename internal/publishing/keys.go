package publishing

import (
	"encoding/hex"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/site"
)

// SiteKeys compiles what opens a private site: the keys that are alive. Where none is, it is a deletion. Error: a hash that is none.
func SiteKeys(key string, live []*site.DeliveryKey) (published.Record, error) {
	var body published.SiteKeys
	for _, k := range live {
		hash, err := hex.DecodeString(k.Hash)
		if err != nil {
			return published.Record{}, err
		}
		body.Keys = append(body.Keys, published.SiteKey{Hash: hash, ExpiresAt: k.ExpiresAt})
	}
	if len(body.Keys) == 0 {
		return published.Record{Kind: published.KindKeys, Key: key, Deleted: true}, nil
	}
	return published.NewRecord(published.KindKeys, key, body), nil
}
