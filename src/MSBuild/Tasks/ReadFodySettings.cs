using System.Xml;
using HotWeave.MSBuild.Diagnostics;
using HotWeave.MSBuild.State;
using Microsoft.Build.Framework;

namespace HotWeave.MSBuild.Tasks;

/// <summary>Reads the settings of weaving from FodyWeavers.xml, for a project that weaves with Fody.</summary>
public sealed class ReadFodySettings : HotWeaveTask
{
    /// <summary>The folders in which Fody looks for FodyWeavers.xml, the one that counts last.</summary>
    [Required]
    public string[] Folders { get; set; } = [];

    /// <summary>The property <c>WeaverConfiguration</c>, in which the same may stand.</summary>
    public string WeaverConfiguration { get; set; } = "";

    /// <summary>Names of the project's own settings that are not empty, such as <c>All</c>; they do not count.</summary>
    public string[] ProjectSettings { get; set; } = [];

    /// <summary>Whether there is an element <c>HotWeave</c>.</summary>
    [Output]
    public bool IsFound { get; set; }

    /// <summary>Where it stands.</summary>
    [Output]
    public string Source { get; set; } = "";

    /// <inheritdoc cref="SettingsTask.All"/>
    [Output]
    public string All { get; set; } = "";

    /// <inheritdoc cref="SettingsTask.SmallMethods"/>
    [Output]
    public string SmallMethods { get; set; } = "";

    /// <inheritdoc cref="SettingsTask.WaitingLoops"/>
    [Output]
    public string WaitingLoops { get; set; } = "";

    /// <inheritdoc cref="SettingsTask.Overrides"/>
    [Output]
    public string Overrides { get; set; } = "";

    /// <inheritdoc cref="SettingsTask.Interfaces"/>
    [Output]
    public string Interfaces { get; set; } = "";

    /// <inheritdoc cref="SettingsTask.Include"/>
    [Output]
    public string[] Include { get; set; } = [];

    /// <inheritdoc cref="SettingsTask.Exclude"/>
    [Output]
    public string[] Exclude { get; set; } = [];

    /// <inheritdoc/>
    protected override void Run()
    {
        if (Find() is not { } element)
            return;
        IsFound = true;
        Source = element.Source;
        foreach (var mistake in element.FindMistakes())
            Messages.Show(mistake);
        foreach (var setting in ProjectSettings)
            Messages.Show(BuildDiagnostics.FodySettingCounts.With(setting, element.Source));
        All = element.Read(nameof(All));
        SmallMethods = element.Read(nameof(SmallMethods));
        WaitingLoops = element.Read(nameof(WaitingLoops));
        Overrides = element.Read(nameof(Overrides));
        Interfaces = element.Read(nameof(Interfaces));
        Include = element.ReadPatterns(nameof(Include));
        Exclude = element.ReadPatterns(nameof(Exclude));
    }

    private FodyElement? Find()
    {
        try
        {
            return FodyElement.Find(Folders.Select(static folder => Path.Combine(folder, "FodyWeavers.xml")), WeaverConfiguration);
        }
        catch (XmlException e)
        {
            Messages.Show(BuildDiagnostics.FodyFileUnreadable.With(e.Message));
            return null;
        }
    }
}
