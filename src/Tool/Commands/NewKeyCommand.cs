using System.CommandLine;
using HotWeave.Tool.Output;
using HotWeave.Tool.Signing;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave key new</c>: makes a key pair.</summary>
internal sealed class NewKeyCommand : CommandBase
{
    private readonly Argument<string> _name = new("name") { Description = "The signer's name, which the files get and the audit shows." };
    private readonly Option<string> _algorithm = new("--algorithm") { Description = "p256 (ECDSA, the default), p384 or rsa (RSA-PSS of 3072 bits).", DefaultValueFactory = static _ => "p256" };
    private readonly Option<DirectoryInfo> _folder = new("--folder") { Description = "Where to put NAME.key.pem and NAME.pub.pem; without it the current folder." };

    public NewKeyCommand()
        : base("new", $"Makes a key pair; the private one is encrypted where {PrivateKey.PasswordVariable} is set.")
    {
        _algorithm.AcceptOnlyFromAmong("p256", "p384", "rsa");
        _name.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var name }] && (name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || name.Any(char.IsControl) || name.StartsWith('.')))
                result.AddError("A name is that of a file.");
        });
        Arguments.Add(_name);
        Options.Add(_algorithm);
        Options.Add(_folder);
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var folder = parse.GetValue(_folder)?.FullName ?? Environment.CurrentDirectory;
        var (key, secret, @public) = presenter.Wait("Making a key", () => NewKey.Make(parse.GetRequiredValue(_name), parse.GetValue(_algorithm)!, folder));
        return new KeyDocument
        {
            Command = "key new",
            Outcome = "made",
            KeyId = key.Id,
            Algorithm = key.Algorithm,
            PrivateKey = secret,
            PublicKey = @public,
            IsEncrypted = PrivateKey.Password is not null,
        };
    }
}
