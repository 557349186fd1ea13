using System.CommandLine;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave key</c>: what there is to do with keys.</summary>
internal sealed class KeyCommand : Command
{
    public KeyCommand()
        : base("key", "Makes keys that patches are signed with, and statements that replace the keys that processes trust.")
    {
        Subcommands.Add(new NewKeyCommand());
        Subcommands.Add(new RotateKeysCommand());
    }
}
