using System.CommandLine;
using System.Globalization;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Signing;
using HotWeave.Trust.Signing;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Commands;

/// <summary>The options that say who signs, and what is said.</summary>
internal sealed class SigningOptions
{
    private readonly Option<string[]> _key;
    private readonly Option<string?> _signer = new("--signer") { Description = "A command that signs: it reads the bytes on its standard input and writes the signature. Takes --public." };
    private readonly Option<string?> _public = new("--public") { Description = "The public key, or certificate, of what --signer signs with." };
    private readonly Option<string?> _application = new("--application") { Description = "The application that may take it, as its processes call it." };
    private readonly Option<long?> _sequence = new("--sequence") { Description = "A number that grows from patch to patch; without it the seconds since 1970." };
    private readonly Option<string?> _expires = new("--expires") { Description = "Until when it may be taken, also at a start: days (90d), a time (2030-01-31T12:00:00Z), or never (the default)." };

    /// <param name="keyName">The option that names private keys.</param>
    public SigningOptions(string keyName)
    {
        _key = SelectionOptions.Patterns(keyName, "A private key (PEM) to sign with; may be given several times.");
        _sequence.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is < 0 or > (1L << 53) - 1)
                result.AddError("--sequence takes a number from 0 to 2^53 - 1.");
        });
        _expires.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !IsTime(text))
                result.AddError("--expires takes days, such as 90d, a time, such as 2030-01-31T12:00:00Z, or never.");
        });
    }

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_key, _signer, _public, _application, _sequence, _expires])
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_signer) is null != result.GetValue(_public) is null)
                result.AddError("--signer and --public belong together.");
        });
    }

    /// <summary>Demands that somebody signs.</summary>
    public void RequireSigner(Command command) => command.Validators.Add(result =>
    {
        if (result.GetValue(_key) is not { Length: > 0 } && result.GetValue(_signer) is null)
            result.AddError($"Say who signs: {_key.Name}, or --signer with --public.");
    });

    /// <summary>Whether somebody is to sign.</summary>
    public bool HasSigners(ParseResult parse) => parse.GetValue(_key) is { Length: > 0 } || parse.GetValue(_signer) is not null;

    /// <summary>Whether it is said what is to be signed.</summary>
    public bool HasTerms(ParseResult parse) =>
        parse.GetValue(_application) is not null || parse.GetValue(_sequence) is not null || parse.GetValue(_expires) is not null;

    /// <summary>Who signs.</summary>
    /// <exception cref="RefusedException">HW7130.</exception>
    public IReadOnlyList<ISigner> ReadSigners(ParseResult parse)
    {
        List<ISigner> signers = [.. (parse.GetValue(_key) ?? []).Select(PrivateKey.Read)];
        if (parse.GetValue(_signer) is { } command)
            signers.Add(new CommandSigner(command, PublicKeys.ReadOne(parse.GetValue(_public)!)));
        return signers;
    }

    /// <summary>What is to be said of the keys that are named.</summary>
    public IEnumerable<Diagnostic> FindOpenKeys(ParseResult parse) => KeyText.FindOpenKeys(parse.GetValue(_key) ?? []);

    /// <summary>What is said of a patch.</summary>
    public SigningTerms ReadTerms(ParseResult parse, DateTimeOffset now) =>
        new(parse.GetValue(_application), parse.GetValue(_sequence) ?? now.ToUnixTimeSeconds(), FindExpiry(parse.GetValue(_expires), now));

    private static bool IsTime(string text) => text == "never" || FindDays(text) is not null || IsPointInTime(text);

    private static bool IsPointInTime(string text)
    {
        try
        {
            return SignedTime.Parse(text) is not null;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static int? FindDays(string text) =>
        text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 36500 ? days : null;

    private static DateTimeOffset? FindExpiry(string? text, DateTimeOffset now) =>
        text is null or "never" ? null
        : FindDays(text) is { } days ? now.AddDays(days)
        : SignedTime.Parse(text);
}
