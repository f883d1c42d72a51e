package security

import "github.com/bytedance/sonic"

func sonicJSON() decoder {
	api := sonic.Config{DisallowUnknownFields: true, ValidateString: true, CopyString: true, CaseSensitive: true}.Froze()
	return decoder{
		orders: func(b []byte) (orders []order, err error) { err = api.Unmarshal(b, &orders); return orders, err },
		any:    func(b []byte) (v any, err error) { err = api.Unmarshal(b, &v); return v, err },
	}
}
