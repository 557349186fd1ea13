using System.CommandLine;
using HotWeave.Control.Protocol;
using HotWeave.Patches.Format;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;
using HotWeave.Tool.Folders;

namespace HotWeave.Tool.Commands;

/// <summary>A patch file on the command line, and how it is to be loaded.</summary>
internal sealed class PatchArgument
{
    // Leaves room for the message around it.
    private const int LongestPatch = ControlProtocol.MaximumLength - 1024;

    /// <summary>The file.</summary>
    public Argument<FileInfo> File { get; } = new("patch") { Description = "The .hotpatch file." };

    private readonly Option<bool> _reclaimable = new("--reclaimable")
    {
        Description = "Load the patch so that its code can be unloaded once another version has replaced it; it runs slower.",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(File);
        command.Options.Add(_reclaimable);
    }

    public bool IsReclaimable(ParseResult parse) => parse.GetValue(_reclaimable);

    /// <summary>What a patch file's bytes say.</summary>
    /// <exception cref="RefusedException">HW7030: they are no intact patch.</exception>
    public static PatchFile Parse(byte[] bytes, string path)
    {
        try
        {
            return PatchFile.Read(bytes);
        }
        catch (InvalidPatchFileException e)
        {
            throw new RefusedException(UseDiagnostics.DamagedPatch.With(path, e.Message), e);
        }
    }

    /// <summary>The file's bytes.</summary>
    /// <exception cref="RefusedException">HW7020, HW7022.</exception>
    public byte[] Read(ParseResult parse)
    {
        var file = parse.GetRequiredValue(File);
        try
        {
            if (file.Length > LongestPatch)
                throw new RefusedException(UseDiagnostics.PatchTooLarge.With(file.FullName, file.Length, LongestPatch));
            return RegularFile.ReadAllBytes(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(UseDiagnostics.CannotRead.With(file.FullName, e.Message), e);
        }
    }
}
