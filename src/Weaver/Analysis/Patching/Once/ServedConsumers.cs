using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>To whom HotWeave.AspNetCore and HotWeave.NewtonsoftJson show properties that a patch adds, in a deployed process that has it.</summary>
internal sealed class ServedConsumers
{
    private readonly bool _hasWeb;
    private readonly bool _hasNewtonsoft;
    private readonly bool _showsNewtonsoft;
    private readonly bool _showsControllers;
    private readonly bool _hasOtherData;
    private readonly bool _setsDefaults;
    private readonly bool _hasOwnMetadata;
    private readonly bool _hasOtherValidation;
    private readonly bool _hasOwnOptions;

    public ServedConsumers(IReadOnlyList<AssemblyMatch> matches)
    {
        var members = new HashSet<string>(matches.SelectMany(static m => m.Pair.New.GetMemberReferences()).Select(static r => r.Name), StringComparer.Ordinal);
        _hasWeb = matches.Any(static m => Integration.IsIn(m.Pair.Old));
        _showsNewtonsoft = matches.Any(static m => Integration.IsInNewtonsoft(m.Pair.Old));
        _setsDefaults = _showsNewtonsoft && NewtonsoftSettings.AreDefaultsShown(matches);
        _showsControllers = _showsNewtonsoft && NewtonsoftSettings.AreControllersShown(matches);
        _hasNewtonsoft = members.Contains("AddNewtonsoftJson");
        _hasOtherData = Refers("System.Runtime.Serialization.DataContractSerializer") || Refers("System.Runtime.Serialization.Json.DataContractJsonSerializer")
            || matches.Any(static m => m.Pair.New.AssemblyReferences.Any(static r => r.Name.StartsWith("System.ServiceModel", StringComparison.Ordinal)));
        _hasOtherValidation = members.Contains("ValidateDataAnnotations") || members.Contains("AddValidation") || Refers("System.ComponentModel.DataAnnotations.Validator");
        _hasOwnOptions = Refers("Microsoft.Extensions.Options.IOptionsFactory`1") || Refers("Microsoft.Extensions.Options.OptionsFactory`1");
        _hasOwnMetadata = Refers("Microsoft.AspNetCore.Mvc.ModelBinding.IModelMetadataProvider")
            || Refers("Microsoft.AspNetCore.Mvc.ModelBinding.ModelMetadataProvider") || Refers("Microsoft.AspNetCore.Mvc.ModelBinding.Metadata.DefaultModelMetadataProvider");

        bool Refers(string type) => matches.Any(m => m.Pair.New.TryGetTypeReference(type, out _));
    }

    /// <summary>Whether contracts of System.Text.Json are shown.</summary>
    public bool ShowsJson => _hasWeb;

    /// <summary>Whether those of some settings of Newtonsoft.Json are.</summary>
    public bool ShowsNewtonsoft => _showsNewtonsoft;

    /// <summary>Whether controllers are configured with Newtonsoft.Json and settings that show nothing.</summary>
    public bool LeavesControllers => _hasNewtonsoft && !_showsControllers;

    /// <summary>Whether an attribute is one of System.Text.Json.</summary>
    public static bool IsForJson(CustomAttribute attribute) => attribute.AttributeType.Namespace == "System.Text.Json.Serialization";

    /// <summary>Whether an attribute is one of Newtonsoft.Json, or of the data contracts that it reads.</summary>
    public static bool IsForNewtonsoft(CustomAttribute attribute) =>
        attribute.AttributeType.Namespace is "Newtonsoft.Json" or "System.Runtime.Serialization";

    /// <summary>Whether a consumer sees them by contracts of System.Text.Json.</summary>
    public bool IsJson(ReflectionConsumer consumer) =>
        _hasWeb && (consumer.Kind == ConsumerKind.Json || (consumer.Kind == ConsumerKind.ControllerJson && !_hasNewtonsoft));

    /// <summary>Whether a consumer sees them by contracts of Newtonsoft.Json. Calls without settings go by those that are set for all.</summary>
    public bool IsNewtonsoft(ReflectionConsumer consumer) =>
        _showsNewtonsoft && ((consumer.Kind == ConsumerKind.NewtonsoftJson && (consumer.HasSettings || _setsDefaults))
            || (consumer.Kind == ConsumerKind.ControllerJson && _hasNewtonsoft && _showsControllers));

    /// <summary>Whether a consumer sees them by the metadata of MVC's models.</summary>
    public bool IsModel(ReflectionConsumer consumer) => _hasWeb && consumer.Kind == ConsumerKind.ModelBinding && !_hasOwnMetadata;

    /// <summary>Whether a consumer binds them from configuration.</summary>
    public bool IsOptions(ReflectionConsumer consumer) => _hasWeb && consumer.Kind == ConsumerKind.Options && !_hasOwnOptions;

    /// <summary>
    /// Whether whoever looks for an attribute of a property that is shown finds it there. Those for validation are also for Entity
    /// Framework, and for whoever validates without MVC.
    /// </summary>
    public bool Serve(CustomAttribute attribute, IReadOnlyList<ReflectionConsumer> consumers) =>
        (_hasWeb && IsForJson(attribute))
        || (_showsNewtonsoft && IsForNewtonsoft(attribute) && !(_hasOtherData && attribute.AttributeType.Namespace == "System.Runtime.Serialization"))
        || (_hasWeb && attribute.AttributeType.Namespace == "System.ComponentModel.DataAnnotations" && !_hasOwnMetadata && !_hasOtherValidation
            && consumers.All(static c => c.Kind != ConsumerKind.Model));
}
