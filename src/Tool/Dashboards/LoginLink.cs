using System.Security.Cryptography;
using System.Text;

namespace HotWeave.Tool.Dashboards;

/// <summary>
/// The address that lets one browser in, once. Whoever reads it later, in a history or over a shoulder, is not let in by it. Thread-safe.
/// </summary>
internal sealed class LoginLink
{
    private const int TokenLength = 24;

    private readonly HashSet<string> _sessions = new(StringComparer.Ordinal);
    private string _token = MakeToken();

    /// <summary>What the address has to have.</summary>
    public string Token
    {
        get
        {
            lock (_sessions)
                return _token;
        }
    }

    /// <summary>Takes a token for a session; the token is another one then.</summary>
    /// <returns>The session's name; null where it is not the token.</returns>
    public string? Enter(string? token)
    {
        lock (_sessions)
        {
            if (token is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(_token)))
                return null;
            _token = MakeToken();
            var session = MakeToken();
            _sessions.Add(session);
            return session;
        }
    }

    /// <summary>Whether somebody was let in under that name.</summary>
    public bool Knows(string? session)
    {
        lock (_sessions)
            return session is not null && _sessions.Contains(session);
    }

    private static string MakeToken() => Convert.ToHexString(RandomNumberGenerator.GetBytes(TokenLength)).ToLowerInvariant();
}
