using HotWeave.MSBuild.Diagnostics;
using HotWeave.Weaver.Diagnostics;
using Microsoft.Build.Framework;

namespace HotWeave.MSBuild.Tasks;

/// <summary>Lets the targets show one of HotWeave's messages, whose texts live in one place.</summary>
public sealed class ReportBuildMessage : HotWeaveTask
{
    /// <summary>The message's id.</summary>
    [Required]
    public string Id { get; set; } = "";

    /// <summary>The values for the message's holes, in order.</summary>
    public string[] Arguments { get; set; } = [];

    /// <inheritdoc/>
    protected override void Run()
    {
        var descriptor = BuildDiagnostics.All.SingleOrDefault(known => known.Id == Id)
            ?? throw new WeaverDefectException($"The targets name the message '{Id}', which does not exist");
        Messages.Show(descriptor.With(Arguments.Cast<object>().ToArray()), MessageImportance.High);
    }
}
