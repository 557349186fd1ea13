using System.CommandLine;

namespace HotWeave.Tool.Commands;

/// <summary>Makes the argument that names a prepared patch.</summary>
internal static class PreparedArgument
{
    public static Argument<string> Create()
    {
        var argument = new Argument<string>("patch-id")
        {
            Description = "The patch's digest or the beginning of it, as 'status' shows it; without it the only prepared one.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (text.Length is 0 or > 64 || !text.All(char.IsAsciiHexDigit)))
                result.AddError("A patch is named by the beginning of its digest: hex digits.");
        });
        return argument;
    }
}
