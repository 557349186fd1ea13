using System.Reflection;
using HotWeave.AspNetCore.Contracts.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.Options;

namespace HotWeave.AspNetCore.Contracts.Models;

/// <summary>Tells model binding and validation of the properties that a patch adds, beside those that a type has.</summary>
internal sealed class ContractMetadataProvider : ModelMetadataProvider
{
    private readonly ICompositeMetadataDetailsProvider _details;
    private readonly IOptions<MvcOptions> _options;

    // It keeps what it has read. Replaced as a whole.
    private volatile ModelMetadataProvider _read;

    public ContractMetadataProvider(ICompositeMetadataDetailsProvider details, IOptions<MvcOptions> options, ModelContracts contracts)
    {
        (_details, _options) = (details, options);
        _read = new Reading(details, options);
        contracts.Provider = this;
    }

    public override ModelMetadata GetMetadataForType(Type modelType) => _read.GetMetadataForType(modelType);

    public override IEnumerable<ModelMetadata> GetMetadataForProperties(Type modelType) => _read.GetMetadataForProperties(modelType);

    public override ModelMetadata GetMetadataForParameter(ParameterInfo parameter) => _read.GetMetadataForParameter(parameter);

    public override ModelMetadata GetMetadataForParameter(ParameterInfo parameter, Type modelType) => _read.GetMetadataForParameter(parameter, modelType);

    public override ModelMetadata GetMetadataForProperty(PropertyInfo propertyInfo, Type modelType) => _read.GetMetadataForProperty(propertyInfo, modelType);

    public override ModelMetadata GetMetadataForConstructor(ConstructorInfo constructor, Type modelType) => _read.GetMetadataForConstructor(constructor, modelType);

    /// <summary>Reads types anew when somebody asks.</summary>
    internal void Forget() => _read = new Reading(_details, _options);

    private sealed class Reading(ICompositeMetadataDetailsProvider details, IOptions<MvcOptions> options) : DefaultModelMetadataProvider(details, options)
    {
        protected override DefaultMetadataDetails[] CreatePropertyDetails(ModelMetadataIdentity key)
        {
            List<DefaultMetadataDetails> properties = [.. base.CreatePropertyDetails(key)];
            foreach (var added in AddedModelProperty.ReadAll(JsonContracts.Instance.Live, key.ModelType))
            {
                if (properties.Find(p => p.Key.Name == added.Name) is { } deployed)
                    added.Complete(deployed);
                else
                    properties.Add(added.Make(key.ModelType, DetailsProvider));
            }

            return [.. properties];
        }
    }
}
